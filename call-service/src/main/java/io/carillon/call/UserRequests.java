package io.carillon.call;

import io.carillon.call.block.Blocks;
import io.carillon.call.record.History;
import io.carillon.protocol.Json;
import io.carillon.protocol.contract.ServiceReply;
import io.carillon.protocol.contract.UserRef;
import io.carillon.protocol.request.HistoryRequest;
import io.carillon.protocol.request.UserRequest;
import io.carillon.protocol.view.HistoryRecord;
import io.carillon.runtime.Lanes;
import io.vertx.core.Future;
import java.util.List;

/**
 * Answers what clients ask about their users' past calls, and about whom they have blocked.
 *
 * <p>Confined to one context.
 */
final class UserRequests {
  private final History history;
  private final Blocks blocks;

  /** What one user changes takes effect in the order in which it was asked. */
  private final Lanes<String> changes = new Lanes<>();

  UserRequests(History history, Blocks blocks) {
    this.history = history;
    this.blocks = blocks;
  }

  Future<ServiceReply> answer(UserRef user, HistoryRequest request) {
    return switch (request) {
      case HistoryRequest.ListRecords list ->
          history
              .list(
                  user,
                  list.before() == null ? Long.MAX_VALUE : list.before(),
                  list.limit() == null ? HistoryRequest.DEFAULT_LIMIT : list.limit().intValue(),
                  Boolean.TRUE.equals(list.missed()))
              .map(records -> ServiceReply.ok(Json.raw(new Records(records))));
      case HistoryRequest.Seen seen -> history.seen(user, seen.upTo()).map(ServiceReply.OK);
    };
  }

  Future<ServiceReply> answer(UserRef user, UserRequest request) {
    return switch (request) {
      case UserRequest.Block block ->
          changes.run(user.key(), () -> blocks.add(user, block.userId())).map(ServiceReply.OK);
      case UserRequest.Unblock unblock ->
          changes.run(user.key(), () -> blocks.remove(user, unblock.userId())).map(ServiceReply.OK);
      case UserRequest.ListBlocked list ->
          blocks.of(user).map(users -> ServiceReply.ok(Json.raw(new Users(users))));
    };
  }

  private record Records(List<HistoryRecord> records) {}

  private record Users(List<String> users) {}
}
