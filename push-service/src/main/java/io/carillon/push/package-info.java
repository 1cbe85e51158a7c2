/** Waking of sleeping devices. Answers the contracts with the prefix {@code push.}. */
package io.carillon.push;
