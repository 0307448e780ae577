#pragma once
// What there is to tell viewers, and how far one of them has been told. A viewer is told the latest of each
// kind when it can take more, whatever it has missed: nothing queues up for a slow one.

#include "sim/serve/live_messages.hpp"

#include <cstdint>
#include <string>

namespace yuchong::serve {

struct Bulletin {
    std::string city;      // empty until it is built, then never changed
    std::string snapshot;  // the latest ...
    std::uint64_t snapshots = 0;
    Stage stage = Stage::preparing;
    Orders orders;
    int viewers = 0;
    std::uint64_t changes = 1;  // of stage, orders and viewers
    std::string done;           // empty until all is over; nothing changes afterwards
};

enum class News : std::uint8_t { none, run, city, snapshot, done };

class Reader {
public:
    // The next thing to tell: how the run stands, then the city, then what it looks like; at last that it is
    // over.
    [[nodiscard]] News next(Bulletin const& bulletin) const {
        if (changes_ != bulletin.changes) return News::run;
        if (!knows_city_ && !bulletin.city.empty()) return News::city;
        if (knows_city_ && snapshots_ != bulletin.snapshots) return News::snapshot;
        if (!bulletin.done.empty() && !knows_end_) return News::done;
        return News::none;
    }

    // It is told `news` as it stands in the bulletin.
    void tell(News news, Bulletin const& bulletin) {
        if (news == News::run) changes_ = bulletin.changes;
        if (news == News::city) knows_city_ = true;
        if (news == News::snapshot) snapshots_ = bulletin.snapshots;
        if (news == News::done) knows_end_ = true;
    }

private:
    std::uint64_t changes_ = 0, snapshots_ = 0;
    bool knows_city_ = false, knows_end_ = false;
};

}  // namespace yuchong::serve
