package io.carillon.call.store;

import com.hazelcast.nio.serialization.compact.CompactReader;
import com.hazelcast.nio.serialization.compact.CompactSerializer;
import com.hazelcast.nio.serialization.compact.CompactWriter;
import io.carillon.protocol.EndReason;
import java.util.ArrayList;
import java.util.List;

/** Three arrays, one of each part of the claims. */
final class UserCallsSerializer implements CompactSerializer<UserCalls> {
  @Override
  public UserCalls read(CompactReader reader) {
    String[] callIds = reader.readArrayOfString("callIds");
    String[] reasons = reader.readArrayOfString("reasons");
    long[] endedAt = reader.readArrayOfInt64("endedAt");
    List<UserCalls.Claim> claims = new ArrayList<>(callIds.length);
    for (int i = 0; i < callIds.length; i++) {
      EndReason reason = reasons[i] == null ? null : EndReason.of(reasons[i]);
      claims.add(new UserCalls.Claim(callIds[i], reason, endedAt[i]));
    }
    return new UserCalls(claims);
  }

  @Override
  public void write(CompactWriter writer, UserCalls user) {
    List<UserCalls.Claim> claims = user.claims();
    writer.writeArrayOfString(
        "callIds", claims.stream().map(UserCalls.Claim::callId).toArray(String[]::new));
    writer.writeArrayOfString(
        "reasons",
        claims.stream()
            .map(claim -> claim.reason() == null ? null : claim.reason().code())
            .toArray(String[]::new));
    writer.writeArrayOfInt64(
        "endedAt", claims.stream().mapToLong(UserCalls.Claim::endedAt).toArray());
  }

  @Override
  public String getTypeName() {
    return "carillon.UserCalls";
  }

  @Override
  public Class<UserCalls> getCompactClass() {
    return UserCalls.class;
  }
}
