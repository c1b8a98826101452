// SPDX-License-Identifier: GPL-3.0-or-later
#include "command_list.h"
#include "page_list.h"

namespace loadline {

CliCommand pagesCommand()
{
    return {"pages", "List the pages' ids and exit", {}, [](Launch&) {
                for (const PageEntry& page : pageList())
                    say(stdout, page.id);
                return 0;
            }};
}

} // namespace loadline
