/** call-service: who rings whom, who answered, and how it ended. */
package io.carillon.call;
