package dev.stellwerk.adapters.http.inbound.call;

/** Whose the body's {@code metadata} is, and so what in it speaks to the gateway. */
enum MetadataOwner {
    /** The gateway's: all of it is read, and none of it goes upstream. */
    GATEWAY,
    /** Its client's, whose service stores it: tags and a user are read where they look like such. */
    CLIENT,
    /** The provider's: only the user that it names is read. */
    PROVIDER
}
