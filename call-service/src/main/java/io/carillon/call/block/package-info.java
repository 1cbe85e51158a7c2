/** Whom users do not want to be called by: in SQL, and mirrored in a map for the live call path. */
package io.carillon.call.block;
