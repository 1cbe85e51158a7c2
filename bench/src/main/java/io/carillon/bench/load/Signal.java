package io.carillon.bench.load;

/** What a received frame means to a call, whichever server it came through. */
enum Signal {
  OFFER,
  ANSWER,
  CANDIDATES,
  ENDED,
  REFUSED,
  OTHER
}
