#include "sim/io/document.hpp"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <map>
#include <sstream>
#include <unordered_map>

namespace yuchong::io {

namespace {

// Thrown inside the parser to leave it: the problem is final for this document.
struct Refused {
    Problem problem;
};

// Builds the tree from yaml-cpp's events. Depth and node count are checked at each event, so a hostile
// document is left before it costs stack or memory.
class TreeBuilder final : public YAML::EventHandler {
public:
    TreeBuilder(SourceText const& source, Report& report) : source_(source), report_(report) {}
    [[nodiscard]] Node take_root() { return std::move(root_); }

    void OnDocumentStart(YAML::Mark const&) override {}
    void OnDocumentEnd() override {}

    void OnNull(YAML::Mark const& mark, YAML::anchor_t anchor) override {
        Node node;
        node.mark = at(mark);
        finish(std::move(node), anchor);
    }

    void OnScalar(YAML::Mark const& mark, std::string const& tag, YAML::anchor_t anchor,
                  std::string const& value) override {
        Node node;
        node.kind = Node::Kind::scalar;
        node.quoting = tag == "!" ? Node::Quoting::quoted : Node::Quoting::plain;
        node.text = value;
        node.mark = at(mark);
        refuse_tag(tag, node.mark);
        if (node.quoting == Node::Quoting::quoted) refuse_open_quote(source_.offset(mark.line, mark.column));
        finish(std::move(node), anchor);
    }

    void OnAlias(YAML::Mark const& mark, YAML::anchor_t anchor) override {
        auto const known = anchors_.find(anchor);
        if (known == anchors_.end()) {
            refuse(at(mark), "an alias stands inside its own anchor", "it would contain itself",
                   "write the value out");
        }
        count(known->second.nodes, at(mark));
        Node copy = known->second.node;
        copy.mark = at(mark);
        attach(std::move(copy), known->second.nodes);
    }

    void OnSequenceStart(YAML::Mark const& mark, std::string const& tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override {
        open(Node::Kind::sequence, mark, tag, anchor);
    }
    void OnSequenceEnd() override { close(); }
    void OnMapStart(YAML::Mark const& mark, std::string const& tag, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override {
        open(Node::Kind::map, mark, tag, anchor);
    }
    void OnMapEnd() override { close(); }

private:
    struct Frame {
        Node node;
        YAML::anchor_t anchor;
        std::optional<Node::Entry> pending;         // of a map: the key that waits for its value
        bool repeated = false;                      // ... and stood in this map before
        std::unordered_map<std::string, int> keys;  // and their lines
        std::size_t nodes = 1;
    };
    struct Anchored {
        Node node;
        std::size_t nodes;
    };

    [[nodiscard]] Mark at(YAML::Mark const& mark) const { return source_.mark(mark.line, mark.column); }

    [[noreturn]] void refuse(Mark mark, std::string problem, std::string why, std::string hint) const {
        throw Refused{{std::move(mark), path(), std::move(problem), std::move(why), std::move(hint)}};
    }

    [[nodiscard]] std::string path() const {
        std::string text;
        for (Frame const& frame : frames_) {
            bool const in_map = frame.node.kind == Node::Kind::map;
            if (in_map && !frame.pending) break;
            if (!text.empty()) text += '.';
            text += in_map ? frame.pending->key : std::to_string(frame.node.items.size());
            if (text.size() > 200) break;
        }
        return text;
    }

    void refuse_tag(std::string const& tag, Mark const& mark) const {
        if (tag.empty() || tag == "?" || tag == "!") return;
        refuse(mark, "the tag " + tag + " is not used here", "types follow from the keys", "remove it");
    }

    // yaml-cpp takes a quote that never closes as one that closes at the end of the file.
    void refuse_open_quote(std::size_t at) const {
        std::string const& bytes = source_.bytes();
        while (at < bytes.size() &&
               (bytes[at] == '&' || bytes[at] == '!')) {  // an anchor or tag stands before
            at = bytes.find_first_not_of(" \t\r\n",
                                         std::min(bytes.find_first_of(" \t\r\n", at), bytes.size()));
        }
        char const quote = at < bytes.size() ? bytes[at] : '|';
        if (quote != '"' && quote != '\'') return;
        for (std::size_t i = at + 1; i < bytes.size(); ++i) {
            if (quote == '"' && bytes[i] == '\\') {
                ++i;
            } else if (bytes[i] == quote) {
                bool const doubled = quote == '\'' && i + 1 < bytes.size() && bytes[i + 1] == quote;
                if (!doubled) return;
                ++i;
            }
        }
        refuse(source_.mark_at(at), "the quote is not closed", "the file ends inside it",
               "add a closing quote");
    }

    void count(std::size_t nodes, Mark const& mark) {
        total_ += nodes;
        if (total_ <= most_nodes) return;
        refuse(mark, fmt::format("the document holds more than {} values", most_nodes),
               "aliases count as often as they are used", "keep large tables in CSV files");
    }

    void open(Node::Kind kind, YAML::Mark const& mark, std::string const& tag, YAML::anchor_t anchor) {
        Mark const place = at(mark);
        refuse_tag(tag, place);
        if (frames_.size() >= deepest_nesting) {
            refuse(place, fmt::format("nested deeper than {} levels", deepest_nesting),
                   "no scenario key lies so deep", "flatten it");
        }
        if (!frames_.empty() && frames_.back().node.kind == Node::Kind::map && !frames_.back().pending) {
            refuse(place, "a list or map stands where a key belongs", "keys are plain text",
                   "check brackets and braces");
        }
        count(1, place);
        Frame frame{.node = {}, .anchor = anchor, .pending = {}, .keys = {}};
        frame.node.kind = kind;
        frame.node.mark = place;
        frames_.push_back(std::move(frame));
    }

    void close() {
        Frame frame = std::move(frames_.back());
        frames_.pop_back();
        keep_anchor(frame.node, frame.anchor, frame.nodes);
        attach(std::move(frame.node), frame.nodes);
    }

    void finish(Node node, YAML::anchor_t anchor) {
        count(1, node.mark);
        keep_anchor(node, anchor, 1);
        attach(std::move(node), 1);
    }

    void keep_anchor(Node const& node, YAML::anchor_t anchor, std::size_t nodes) {
        if (anchor == 0) return;
        count(nodes, node.mark);
        anchors_[anchor] = {node, nodes};
    }

    void attach(Node node, std::size_t nodes) {
        if (frames_.empty()) {
            root_ = std::move(node);
            return;
        }
        Frame& frame = frames_.back();
        frame.nodes += nodes;
        if (frame.node.kind == Node::Kind::sequence) {
            frame.node.items.push_back(std::move(node));
        } else if (!frame.pending) {
            take_key(frame, node);
        } else {
            if (node.kind == Node::Kind::map || node.kind == Node::Kind::sequence)
                node.mark = frame.pending->mark;
            frame.pending->value = std::move(node);
            if (!frame.repeated) frame.node.entries.push_back(std::move(*frame.pending));
            frame.pending.reset();
        }
    }

    void take_key(Frame& frame, Node const& node) {
        if (node.kind != Node::Kind::scalar) {
            refuse(node.mark, "a key is missing or not plain text", "keys are plain text",
                   "quote it if it looks like a null");
        }
        auto const [first, fresh] = frame.keys.try_emplace(node.text, node.mark.line);
        frame.repeated = !fresh;
        frame.pending = Node::Entry{node.text, node.mark, {}};
        if (frame.repeated) {
            report_.add({node.mark, path(), "the key appears twice",
                         fmt::format("first on line {}", first->second), "keep one of them"});
        }
    }

    SourceText const& source_;
    Report& report_;
    Node root_;
    std::vector<Frame> frames_;
    std::map<YAML::anchor_t, Anchored> anchors_;
    std::size_t total_ = 0;
};

std::optional<Node> build(SourceText const& source, Report& report) {
    std::istringstream in(source.bytes());
    YAML::Parser parser(in);
    TreeBuilder builder(source, report);
    parser.HandleNextDocument(builder);
    Node root = builder.take_root();
    TreeBuilder second(source, report);
    if (parser && parser.HandleNextDocument(second)) {
        report.add({second.take_root().mark, "", "the file holds more than one document", "only one is read",
                    "remove the line --- between them"});
        return std::nullopt;
    }
    return root;
}

}  // namespace

Node const* Node::find(std::string_view key) const {
    for (Entry const& entry : entries) {
        if (entry.key == key) return &entry.value;
    }
    return nullptr;
}

Node* Node::find(std::string_view key) { return const_cast<Node*>(std::as_const(*this).find(key)); }

std::string describe_kind(Node const& node) {
    switch (node.kind) {
        case Node::Kind::null: return "empty";
        case Node::Kind::scalar: return "\"" + node.text.substr(0, 60) + "\"";
        case Node::Kind::sequence: return "a list";
        case Node::Kind::map: return "a map";
    }
    return "";
}

std::optional<Node> parse_document(SourceText const& source, Report& report) {
    try {
        auto root = build(source, report);
        if (!root) return std::nullopt;
        root->mark = {source.file(), 1, 1};
        return root;
    } catch (Refused const& refused) {
        report.add(refused.problem);
    } catch (YAML::Exception const& error) {
        report.add({source.mark(error.mark.line, error.mark.column), "", "the YAML cannot be read", error.msg,
                    "check indentation, quotes and brackets just before this place"});
    }
    return std::nullopt;
}

std::optional<Node> load_document(std::string const& path, Report& report,
                                  std::optional<AskedFrom> const& asked_from) {
    auto const source = read_source(path, report, asked_from);
    if (!source) return std::nullopt;
    auto root = parse_document(*source, report);
    if (root && root->kind == Node::Kind::null) root->kind = Node::Kind::map;
    return root;
}

}  // namespace yuchong::io
