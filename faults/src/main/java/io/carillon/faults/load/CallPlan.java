package io.carillon.faults.load;

/**
 * What is to become of a call, as long as nothing comes in between.
 *
 * @param callId its id
 * @param startMs when it is made, milliseconds after the load begins
 * @param caller number of the user who makes it
 * @param callerDevice number of the caller's device
 * @param callee number of the user who is called
 * @param calleeDevice number of the device that answers or rejects
 * @param course how it goes
 * @param answerMs from the ringing to the answer, or the end
 * @param talkMs from the answer to the end
 * @param callerHangsUp whether the caller ends it, else the callee
 * @param mishap what happens to one of the devices
 * @param mishapMs when it does, after the call was made
 */
record CallPlan(
    String callId,
    long startMs,
    int caller,
    int callerDevice,
    int callee,
    int calleeDevice,
    Course course,
    long answerMs,
    long talkMs,
    boolean callerHangsUp,
    Mishap mishap,
    long mishapMs) {

  /** How a call goes. */
  enum Course {
    /** One device answers. */
    ANSWERED,
    /** All devices of the callee answer at the same time. */
    RACED,
    /** One device declines. */
    DECLINED,
    /** One device says that its user is busy. */
    BUSY,
    /** The caller thinks better of it. */
    CANCELLED,
    /** Nobody does anything. */
    MISSED
  }

  /** What happens to a device in the middle of the call. */
  enum Mishap {
    NONE,
    /** The caller's socket dies, and the session is resumed. */
    CALLER_RESUMES,
    /** The caller's app starts anew. */
    CALLER_BEGINS_ANEW,
    /** The same, for the device that answers. */
    CALLEE_RESUMES,
    CALLEE_BEGINS_ANEW
  }
}
