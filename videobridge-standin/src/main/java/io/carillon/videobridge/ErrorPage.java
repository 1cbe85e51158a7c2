package io.carillon.videobridge;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;

/** The page with which the bridge's server answers what goes wrong. */
final class ErrorPage {
  private static final int BAD_REQUEST = 400;

  private ErrorPage() {}

  /** Answers 400 with that reason. */
  static Future<Void> refuse(HttpServerRequest request, String reason) {
    return send(request, BAD_REQUEST, reason);
  }

  /** Answers a status that needs no words. */
  static Future<Void> send(HttpServerRequest request, int status) {
    return send(request, status, request.response().setStatusCode(status).getStatusMessage());
  }

  private static Future<Void> send(HttpServerRequest request, int status, String reason) {
    String text = escaped(reason);
    return request
        .response()
        .setStatusCode(status)
        .putHeader("Cache-Control", "must-revalidate,no-cache,no-store")
        .putHeader("Content-Type", "text/html;charset=iso-8859-1")
        .end(
            """
            <html>
            <head>
            <meta http-equiv="Content-Type" content="text/html;charset=ISO-8859-1"/>
            <title>Error %1$d %2$s</title>
            </head>
            <body>
            <h2>HTTP ERROR %1$d %2$s</h2>
            <table>
            <tr><th>URI:</th><td>%3$s</td></tr>
            <tr><th>STATUS:</th><td>%1$d</td></tr>
            <tr><th>MESSAGE:</th><td>%2$s</td></tr>
            </table>

            </body>
            </html>
            """
                .formatted(status, text, escaped(request.absoluteURI())));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&apos;");
  }
}
