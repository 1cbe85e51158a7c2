package io.carillon.call.store;

import com.hazelcast.nio.serialization.compact.CompactReader;
import com.hazelcast.nio.serialization.compact.CompactSerializer;
import com.hazelcast.nio.serialization.compact.CompactWriter;
import io.carillon.protocol.EndReason;
import java.util.ArrayList;
import java.util.List;

/** An array of each part of the claims, and of each part of the allowances. */
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
    return new UserCalls(claims, allowances(reader));
  }

  private static List<Allowance> allowances(CompactReader reader) {
    String[] callees = reader.readArrayOfString("callees");
    double[] tokens = reader.readArrayOfFloat64("tokens");
    long[] at = reader.readArrayOfInt64("tokensAt");
    List<Allowance> allowances = new ArrayList<>(callees.length);
    for (int i = 0; i < callees.length; i++) {
      allowances.add(new Allowance(callees[i], tokens[i], at[i]));
    }
    return allowances;
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
    List<Allowance> allowances = user.allowances();
    writer.writeArrayOfString(
        "callees", allowances.stream().map(Allowance::callee).toArray(String[]::new));
    writer.writeArrayOfFloat64(
        "tokens", allowances.stream().mapToDouble(Allowance::tokens).toArray());
    writer.writeArrayOfInt64("tokensAt", allowances.stream().mapToLong(Allowance::at).toArray());
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
