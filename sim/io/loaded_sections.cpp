#include "sim/io/loaded_sections.hpp"

#include "sim/base/hash.hpp"
#include "sim/io/city_tables.hpp"
#include "sim/io/grid_tables.hpp"
#include "sim/io/resolved.hpp"

#include <filesystem>

namespace yuchong::io {

namespace {

namespace fs = std::filesystem;

std::string beside(std::string const& name, Mark const& named_at) {
    return (fs::path(named_at.file).parent_path() / name).string();
}

// A table named by a scenario stands beside the file that names it, or in models/.
std::string find_table(std::string const& name, Mark const& named_at, std::string const& models) {
    std::error_code failed;
    std::string const own = beside(name, named_at);
    return fs::exists(own, failed) ? own : (fs::path(models) / name).string();
}

std::uint64_t content_hash(CsvTable const& table) {
    std::uint64_t hash = table.header.size();
    for (CsvCell const& cell : table.header) hash = combine(hash, hash_text(cell.text));
    for (auto const& row : table.rows) {
        for (CsvCell const& cell : row) hash = combine(hash, hash_text(cell.text));
    }
    return hash;
}

void read_tables(LoadedSections& loaded, Report& report) {
    CitySection const& city = loaded.sections.city;
    bool const named = !report.concerns("city.districts") && !report.concerns("city.barriers");
    if (!city.zones.empty() || !named) return;
    std::size_t const before = report.size();
    Mark const districts_at = loaded.origins.find("city.districts"),
               barriers_at = loaded.origins.find("city.barriers");
    auto const districts = read_csv(find_table(city.districts, districts_at, loaded.models_folder), report,
                                    AskedFrom{districts_at, "city.districts"});
    auto const barriers = read_csv(find_table(city.barriers, barriers_at, loaded.models_folder), report,
                                   AskedFrom{barriers_at, "city.barriers"});
    if (districts) {
        loaded.districts = districts_of(*districts, report);
        loaded.model_hash = combine(loaded.model_hash, content_hash(*districts));
        loaded.demand_tables_hash = combine(loaded.demand_tables_hash, content_hash(*districts));
    }
    if (barriers) {
        loaded.barriers = barriers_of(*barriers, report);
        loaded.model_hash = combine(loaded.model_hash, content_hash(*barriers));
        loaded.demand_tables_hash = combine(loaded.demand_tables_hash, content_hash(*barriers));
    }
    loaded.tables_sound = report.size() == before;
}

void read_grid_tables(LoadedSections& loaded, Report& report) {
    std::string const folder = loaded.models_folder + "/grid/";
    if (auto const table = read_csv(folder + "conductors.csv", report)) {
        loaded.catalogue.conductors = conductors_of(*table, report);
        loaded.model_hash = combine(loaded.model_hash, content_hash(*table));
    }
    if (auto const table = read_csv(folder + "transformers.csv", report)) {
        loaded.catalogue.transformers = transformers_of(*table, report);
        loaded.model_hash = combine(loaded.model_hash, content_hash(*table));
    }
}

void read_sessions(LoadedSections& loaded, Report& report) {
    std::string const& file = loaded.sections.demand.sessions;
    if (file.empty() || report.concerns("time")) return;
    Mark const at = loaded.origins.find("demand.sessions");
    std::string const path = find_table(file, at, loaded.models_folder);
    DemandSection const& demand = loaded.sections.demand;
    CivilTime const& start = loaded.sections.time.start;
    if (fs::path(file).extension() == ".json") {
        auto const source = read_source(path, report, AskedFrom{at, "demand.sessions"});
        if (!source || report.concerns("demand.replay")) return;
        loaded.sessions = acn_sessions(*source, demand.replay, start, report);
        loaded.model_hash = combine(loaded.model_hash, hash_text(source->bytes()));
        loaded.demand_tables_hash = combine(loaded.demand_tables_hash, hash_text(source->bytes()));
    } else if (auto const table = read_csv(path, report, AskedFrom{at, "demand.sessions"})) {
        loaded.sessions = sessions_of(*table, start, report);
        loaded.model_hash = combine(loaded.model_hash, content_hash(*table));
        loaded.demand_tables_hash = combine(loaded.demand_tables_hash, content_hash(*table));
    }
}

void read_added_stations(LoadedSections& loaded, Report& report) {
    std::string const key = "supply.added_stations";
    std::string const& file = loaded.sections.supply.added_stations;
    if (file.empty() || report.concerns(key)) return;
    Mark const at = loaded.origins.find(key);
    auto const table = read_csv(find_table(file, at, loaded.models_folder), report, AskedFrom{at, key});
    if (!table) return;
    loaded.added_stations = added_stations_of(*table, report);
    loaded.model_hash = combine(loaded.model_hash, content_hash(*table));
}

void read_own_network(LoadedSections& loaded, Report& report) {
    auto const& entry = loaded.sections.grid.own_network;
    std::string const key = "grid.own_network";
    if (!entry || report.concerns(key + ".case") || report.concerns(key + ".connections")) return;
    auto const named = [&](std::string const& name, std::string const& path) {
        Mark const mark = loaded.origins.find(path);
        return NamedFile{beside(name, mark), {mark, path}};
    };
    loaded.own_grid = read_own_grid(named(entry->network, key + ".case"),
                                    named(entry->connections, key + ".connections"), report);
    loaded.model_hash = combine(loaded.model_hash, loaded.own_grid->hash);
}

}  // namespace

ScenarioTree load_tree(std::string const& path, std::string const& models, Report& report) {
    std::string const folder = models.empty() ? find_models_folder() : models;
    auto tree = load_models(folder, report);
    auto const chain = load_with_bases(path, 1, report);
    if (!tree || !chain) throw InputError(report);

    ScenarioTree loaded{
        .root = {}, .next_layer = 1, .models_hash = content_hash(*tree), .models_folder = folder};
    for (Node const& document : *chain) {
        *tree = overlay(std::move(*tree), document);
        ++loaded.next_layer;
    }
    loaded.root = std::move(*tree);
    return loaded;
}

LoadedSections load_sections(std::string const& path, std::vector<std::string> const& sets,
                             std::string const& models, Report& report) {
    return load_sections(load_tree(path, models, report), sets, report);
}

LoadedSections load_sections(ScenarioTree tree, std::vector<std::string> const& sets, Report& report) {
    LoadedSections loaded;
    loaded.models_folder = tree.models_folder;
    loaded.model_hash = tree.models_hash;
    int layer = tree.next_layer;
    for (std::size_t i = 0; i < sets.size(); ++i)
        apply_set(tree.root, sets[i], static_cast<int>(i) + 1, layer++, report);

    Reader reader(tree.root, report);
    fields(reader, loaded.sections);
    reader.finish();
    loaded.origins = reader.origins();
    read_tables(loaded, report);
    read_grid_tables(loaded, report);
    read_sessions(loaded, report);
    read_added_stations(loaded, report);
    read_own_network(loaded, report);
    return loaded;
}

std::string origin_text(Mark const& mark, std::string const& models_folder) {
    if (mark.file == "--set") return mark.file;
    fs::path const file = mark.file;
    bool const of_models = file.parent_path() == fs::path(models_folder);
    return (of_models ? "models/" : "") + file.filename().string() + ":" + std::to_string(mark.line);
}

std::string resolved_yaml(LoadedSections const& loaded) {
    ResolvedWriter writer([&](std::string const& path) {
        return origin_text(loaded.origins.find(path), loaded.models_folder);
    });
    Sections sections = loaded.sections;
    fields(writer, sections);
    return writer.text();
}

std::string settings_text(Sections sections) {
    sections.name.clear();
    sections.description.clear();
    sections.output.reset();
    // How a client is reached, not what it says.
    sections.control.external.socket.clear();
    sections.control.external.connect_within = sections.control.external.time_limit = {};
    ResolvedWriter writer;
    fields(writer, sections);
    return writer.text();
}

std::uint64_t demand_hash_of(LoadedSections const& loaded) {
    ResolvedWriter writer;
    Sections sections = loaded.sections;
    demand_fields(writer, sections);
    return combine(hash_text(writer.text()), loaded.demand_tables_hash);
}

}  // namespace yuchong::io
