package io.carillon.call.webhook;

import io.carillon.runtime.webhook.WebhookSignature;

/** Where an app is told, and how it knows that it is Carillon who tells. */
record Endpoint(Receiver receiver, WebhookSignature signature) {}
