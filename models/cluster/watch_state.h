// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "base/time.h"
#include "json/json.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace loadline {

// The Kubernetes list/watch protocol as a pure state machine (k8s.io/client-go reflector; autoscaling.md 6.1): what
// has happened goes in, what to do comes out. It knows no sockets, no clocks and no kinds; time is handed in.
class WatchState {
public:
    struct Options {
        int pageSize = 500;
        bool streamingList = true; // try sendInitialEvents first; a 400 or 422 falls back to list and watch for good
        Seconds silence {45}; // an open watch that says nothing for so long is broken
        std::uint32_t jitterSeed = 1;
    };
    explicit WatchState(Options options);

    // What the driver is to do next.
    struct List {
        std::string continueToken; // empty: the first page
    };
    struct Watch {
        std::string resourceVersion; // empty with initialEvents
        bool initialEvents = false;
    };
    struct Wait {
        Millis delay; // then call next()
    };
    using Action = std::variant<List, Watch, Wait>;
    // A Wait is handed out once: when its time is over, next() says what to do then.
    [[nodiscard]] Action next();

    // What happened. Each returns what it means for the table.
    // What came with a page or an event belongs to what is collected: first drop on Reset or Restart, then add, then
    // swap on Complete. (A list of one page is Complete at once, a streaming list without objects too.)
    enum class Effect {
        None,
        Reset, // a new complete list begins: collect beside the old table, which stays shown
        Complete, // the list that was begun is complete: swap
        Restart, // the list broke off: drop what was collected
    };
    // The page arrived whole; `resourceVersion` and `continueToken` of its metadata.
    Effect page(std::string resourceVersion, std::string continueToken);
    // A watch event's envelope was read.
    Effect event(std::string_view resourceVersion);
    Effect bookmark(std::string_view resourceVersion, bool initialEventsEnd);
    // An ERROR event or an HTTP answer that is an error; `retryAfter` from the header or Status details.
    Effect failed(int status, std::optional<Seconds> retryAfter);
    // The connection could not be made, broke, or was silent too long.
    Effect broken();
    // The server closed the watch in order, as it does every few minutes.
    Effect closed();
    // Asks again at once: the network came back, credentials changed, the user pressed refresh.
    void wake();

    [[nodiscard]] bool complete() const; // a complete list was held since start
    // A list is under way: pages and events go to what is collected beside the table, not to the table.
    [[nodiscard]] bool collecting() const { return collecting_; }
    [[nodiscard]] int failuresInARow() const;
    [[nodiscard]] const Options& options() const { return options_; }

private:
    enum class Phase { List, ListMore, StreamingList, Watch };
    Effect finish(std::string resourceVersion); // the list is complete
    Effect listAgain();
    void backOff(std::optional<Seconds> atLeast = std::nullopt);
    Millis jittered(Millis least, Millis spread);
    Options options_;
    Phase phase_;
    std::string resourceVersion_;
    std::string continueToken_;
    bool complete_ = false;
    bool collecting_ = false;
    bool heard_ = false; // since the watch was opened
    int streamsBroken_ = 0; // streaming lists in a row that said something but never ended
    int failures_ = 0;
    int expired_ = 0; // 410s without a watch event between: lists are dear, so these back off too
    std::optional<Millis> wait_;
    std::uint32_t random_;
};

// Splits a watch's bytes into lines, whatever the boundaries of the pieces. A line over `limit` bytes is an error.
class LineSplitter {
public:
    explicit LineSplitter(std::size_t limit = 16u << 20);
    // Calls `line` for each whole line (without its end); false when a line is over the limit.
    bool feed(std::string_view bytes, const std::function<void(std::string& line)>& line);
    [[nodiscard]] bool pending() const { return !rest_.empty(); } // bytes of an unfinished line

private:
    std::size_t limit_;
    std::string rest_;
    std::string line_; // used again and again
};

// One line of a watch. `object` views into `document`, valid until it parses again.
struct WatchEvent {
    enum class Type { Added, Modified, Deleted, Bookmark, Error } type;
    Json object;
    std::string resourceVersion;
    bool initialEventsEnd = false; // the bookmark that ends a streaming list
    int code = 0; // of an Error's Status
};
Result<WatchEvent> parseWatchEvent(JsonDocument& document, std::string& line);

// A Status answer (or whatever stands in its place: HTML, plain text, nothing) as an Error with a hint.
// `verbAndPath` is for `where`.
Error errorOfStatus(int httpStatus, std::string_view body, std::string_view where);

} // namespace loadline
