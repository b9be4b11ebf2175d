/** Providers on real sockets that judge what they get as the real ones do, and answer as the prompt tells them to. */
package dev.stellwerk.checks.endtoend.judge;
