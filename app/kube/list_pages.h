// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kube/alarm.h"
#include "kube/feed_context.h"

namespace loadline {

// Fetches the pages of one list, in order. API servers write a page's continue token before its items, so the next page
// is asked for as soon as the token is seen: the server works on it while this one is still on its way. Never more than
// one ahead, and only while the one before arrives well.
class ListPages {
public:
    using Came = std::function<void(Result<WholeReply>)>;
    // `came` is called once for each fetch(), never from within it.
    ListPages(FeedContext& context, Came came);
    ListPages(const ListPages&) = delete;
    ListPages& operator=(const ListPages&) = delete;
    ~ListPages();
    // `path` up to the continue token, with '?' in it. An empty token: the first page, which drops what was ahead.
    void fetch(const std::string& path, const std::string& continueToken);
    void cancel();
    [[nodiscard]] bool fetching() const { return wanted_ != nullptr; }

private:
    struct Page {
        std::string path, token;
        RequestToken request = 0;
        std::string beginning; // of the body, until it told
        bool told = false;
        std::string next; // the token that follows; "" none, or not seen
        std::optional<Result<WholeReply>> reply;
    };
    using PagePtr = std::unique_ptr<Page>;
    PagePtr begin(const std::string& path, const std::string& token);
    void drop(PagePtr& page);
    void look(Page& page, std::string_view bytes);
    void askAhead();
    void arrived(Page& page, Result<WholeReply> reply);
    void deliver();

    FeedContext& context_;
    Came came_;
    Alarm delivering_;
    PagePtr wanted_;
    PagePtr ahead_;
};

// The continue token that a list's text tells before its items: nothing while more of the text is needed to know, ""
// where there is none or the text is not written in that order.
std::optional<std::string> continueTokenIn(std::string_view beginning);

} // namespace loadline
