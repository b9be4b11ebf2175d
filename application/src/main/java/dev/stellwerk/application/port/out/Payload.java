package dev.stellwerk.application.port.out;

/** The body of a request, opaque to the application: made by the inbound adapter, understood by the upstream one. */
public interface Payload {}
