package dev.stellwerk.adapters.persistence.database;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;
import org.h2.api.ErrorCode;

/** After a full disk H2 closes itself, and opens again only when the last connection to what is closed is gone. */
final class ClosedConnections implements SQLExceptionOverride {
    @java.lang.Override
    public SQLExceptionOverride.Override adjudicate(SQLException failure) {
        return switch (failure.getErrorCode()) {
            case ErrorCode.DATABASE_IS_CLOSED, ErrorCode.GENERAL_ERROR_1, ErrorCode.IO_EXCEPTION_1 ->
                SQLExceptionOverride.Override.MUST_EVICT;
            default -> SQLExceptionOverride.Override.CONTINUE_EVICT;
        };
    }
}
