// libpq. Written against 15 (Debian 12); only what 14 has too is used.
#ifndef CPOSTGRES_SHIM_H
#define CPOSTGRES_SHIM_H

#include <libpq-fe.h>

// Macros of character literals, which Swift does not import.
enum {
    CPOSTGRES_SQLSTATE = PG_DIAG_SQLSTATE,
    CPOSTGRES_TABLE = PG_DIAG_TABLE_NAME,
};

#endif
