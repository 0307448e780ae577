# Puts the page of the live view together and writes it as a C++ source: OUTPUT from FOLDER.
cmake_minimum_required(VERSION 3.25)
file(READ ${FOLDER}/page.html page)
file(READ ${FOLDER}/page.css style)
set(scripts "")
foreach(name words basics map curves table page)
    file(READ ${FOLDER}/${name}.js part)
    string(APPEND scripts "${part}")
endforeach()
string(REPLACE "@style@" "${style}" page "${page}")
string(REPLACE "@scripts@" "${scripts}" page "${page}")
file(WRITE ${OUTPUT} "// Written by sim/serve/embed_page.cmake.
#include \"sim/serve/live_page.hpp\"

namespace yuchong::serve {

std::string_view live_page() {
    return R\"page(${page})page\";
}

}  // namespace yuchong::serve
")
