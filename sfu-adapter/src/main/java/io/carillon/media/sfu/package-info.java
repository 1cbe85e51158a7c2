/**
 * Calls on videobridges: who is offered what, and when. {@link io.carillon.media.sfu.SfuCalls} has
 * those of this adapter; each is confined to one context, and follows what call-service says of it.
 */
package io.carillon.media.sfu;
