#ifndef DOCKET_CARCHIVE_SHIM_H
#define DOCKET_CARCHIVE_SHIM_H
#include <archive.h>
#include <archive_entry.h>
#endif
