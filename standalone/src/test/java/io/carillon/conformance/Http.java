package io.carillon.conformance;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Plain HTTP towards the two listeners. */
final class Http {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  /** A sample of the text exposition format: a name, labels, a value. */
  private static final Pattern SAMPLE =
      Pattern.compile("(?m)^([a-zA-Z_:][a-zA-Z0-9_:]*)\\{([^\\n]*)} ([-+0-9.eE]+|NaN|[+-]Inf)");

  private Http() {}

  static HttpResponse<String> get(URI base, String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path));
    String adminKey = System.getenv("CARILLON_TEST_ADMIN_KEY");
    if (adminKey != null) {
      request.header("Authorization", "Bearer " + adminKey);
    }
    return send(request.build());
  }

  static HttpResponse<String> send(HttpRequest request) {
    try {
      return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError("no answer from " + request.uri(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** The sum of all metrics that carry this value in any label: how often that was counted. */
  static double counted(URI adminUri, String labelValue) {
    double sum = 0;
    Matcher samples = SAMPLE.matcher(get(adminUri, "/metrics").body());
    while (samples.find()) {
      boolean timeSeriesOfItself = !samples.group(1).endsWith("_created");
      if (timeSeriesOfItself && samples.group(2).contains("=\"" + labelValue + "\"")) {
        sum += Double.parseDouble(samples.group(3));
      }
    }
    return sum;
  }
}
