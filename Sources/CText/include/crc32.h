// CRC-32 as ZIP uses it (ISO 3309; APPNOTE section 4.4.7), at the speed of memory where the processor multiplies without carries.
#ifndef DOCKET_CRC32_H
#define DOCKET_CRC32_H
#include <stddef.h>
#include <stdint.h>

// The CRC-32 of bytes whose CRC-32 is `crc` (0 for none) and `count` more.
uint32_t docket_crc32(uint32_t crc, const uint8_t *bytes, size_t count);

// The same without any special instructions, for processors that have none, and for tests.
uint32_t docket_crc32_plain(uint32_t crc, const uint8_t *bytes, size_t count);
#endif
