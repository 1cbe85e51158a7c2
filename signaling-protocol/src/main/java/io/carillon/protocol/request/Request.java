package io.carillon.protocol.request;

/**
 * The {@code data} of a request. Each record checks itself when it is made and throws a {@link
 * io.carillon.protocol.ProtocolException} that names the field that is wrong.
 */
public sealed interface Request
    permits SessionRequest,
        CallRequest,
        MediaRequest,
        PresenceRequest,
        HistoryRequest,
        UserRequest {}
