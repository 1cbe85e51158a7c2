/**
 * The videobridges of this installation: which there are, how they are, and which one a conference
 * goes to. What counts for what follows jicofo ({@code jicofo-selector}, {@code bridge}).
 */
package io.carillon.media.bridge;
