package io.carillon.call.admin;

import io.carillon.call.webhook.FailedDelivery;
import java.util.List;

/** Some of the webhooks that were given up, the latest first. */
record FailedWebhookPage(List<FailedDelivery> deliveries) {
  FailedWebhookPage {
    deliveries = List.copyOf(deliveries);
  }
}
