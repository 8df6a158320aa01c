#include "CSQLite.h"
#include <sqlite3.h>

int vigil_sqlite_set_defensive(void *connection) {
    return sqlite3_db_config(connection, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)0);
}

int vigil_sqlite_refuse_quoted_text(void *connection) {
    int code = sqlite3_db_config(connection, SQLITE_DBCONFIG_DQS_DML, 0, (int *)0);
    return code ? code : sqlite3_db_config(connection, SQLITE_DBCONFIG_DQS_DDL, 0, (int *)0);
}

/* SQLite counts every byte it allocates under one lock for the whole process, which two connections on
   two cores wait for all the time. Nobody here asks for the count. It can only be switched off before
   SQLite is first used, so it is done when the program is loaded. */
__attribute__((constructor)) static void vigil_sqlite_configure(void) {
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}
