/** What administrators see of calls and users over HTTP, and can do to them. */
package io.carillon.call.admin;
