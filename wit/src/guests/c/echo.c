// fuscia/echo: the output is the input.
#include "fuscia.h"

static task_result *echo(context ctx, string data) {
    (void)ctx;
    return succeed(data);
}

TASK("fuscia:task/task@0.1.0", echo)
