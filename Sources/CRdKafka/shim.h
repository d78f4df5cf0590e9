// librdkafka and its mock cluster. Written against 2.0.2 (Debian 12), also built with 2.8: only what both have is used.
#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>
