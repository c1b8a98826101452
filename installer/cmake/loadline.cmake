# One INTERFACE target carries every flag; one function makes a layer of the design's ordered folder list.
# A layer is a library that links only the layers it names, so a breach of the layering fails to link.

add_library(loadline_flags INTERFACE)
target_include_directories(loadline_flags INTERFACE ${CMAKE_SOURCE_DIR}/models ${CMAKE_SOURCE_DIR}/widgets
                                                    ${CMAKE_SOURCE_DIR}/app)
target_compile_options(loadline_flags INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wold-style-cast
                                                -Woverloaded-virtual -Wnon-virtual-dtor)
target_compile_definitions(loadline_flags INTERFACE
  QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_URL_CAST_FROM_STRING QT_NO_FOREACH QT_NO_KEYWORDS
  QT_STRICT_ITERATORS QT_NO_NARROWING_CONVERSIONS_IN_CONNECT QT_DISABLE_DEPRECATED_BEFORE=0x060400
  LOADLINE_VERSION="${PROJECT_VERSION}")
if(LOADLINE_WERROR)
  target_compile_options(loadline_flags INTERFACE -Werror)
endif()
if(LOADLINE_SANITIZE)
  target_compile_options(loadline_flags INTERFACE -fsanitize=${LOADLINE_SANITIZE} -fno-omit-frame-pointer
                                                  -fno-sanitize-recover=all)
  target_link_options(loadline_flags INTERFACE -fsanitize=${LOADLINE_SANITIZE})
  # Each check's message is a datum of its own: those of inline functions that the linker folds go with them.
  if(NOT LOADLINE_FUZZ)
    target_compile_options(loadline_flags INTERFACE -fdata-sections)
    target_link_options(loadline_flags INTERFACE -Wl,--gc-sections)
  endif()
endif()
# Shared layers keep a hundred test programs small: one copy of each layer on the disk, and links that take no time.
option(LOADLINE_SHARED "Build the layers as shared libraries (for tests)" OFF)
if(LOADLINE_SHARED)
  set(layer_type SHARED)
  target_compile_options(loadline_flags INTERFACE -fPIC)
  target_link_options(loadline_flags INTERFACE -Wl,--no-undefined)
else()
  set(layer_type STATIC)
endif()
find_program(LOADLINE_MOLD mold)
if(LOADLINE_MOLD)
  target_link_options(loadline_flags INTERFACE -fuse-ld=mold)
endif()

# Precompiled headers, one for each kind of layer: without Qt, with QtCore, with widgets. They only save time: every
# file still includes what it uses, which a build with -DLOADLINE_PCH=OFF proves.
option(LOADLINE_PCH "Precompile the headers that most files include" ON)
if(LOADLINE_PCH)
  set(std_headers <algorithm> <array> <chrono> <functional> <map> <memory> <optional> <span> <string> <string_view>
                  <unordered_map> <utility> <variant> <vector>)
  set(core_headers ${std_headers} <QByteArray> <QCoreApplication> <QDateTime> <QHash> <QJsonValue> <QList> <QObject>
                   <QString> <QStringList> <QTimer> <QVariant>)
  set(widgets_headers ${core_headers} <QAbstractItemModel> <QBoxLayout> <QEvent> <QFont> <QIcon> <QImage> <QLabel>
                      <QPainter> <QPalette> <QStyle> <QToolButton> <QWidget>)
  function(loadline_precompiled kind headers)
    file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/precompiled/${kind}.cpp CONTENT "// nothing but its headers\n")
    add_library(loadline_precompiled_${kind} OBJECT ${CMAKE_BINARY_DIR}/precompiled/${kind}.cpp)
    set_target_properties(loadline_precompiled_${kind} PROPERTIES AUTOMOC OFF AUTORCC OFF)
    target_link_libraries(loadline_precompiled_${kind} PRIVATE loadline_flags ${ARGN})
    target_precompile_headers(loadline_precompiled_${kind} PRIVATE ${headers})
  endfunction()
  loadline_precompiled(plain "${std_headers}")
  if(NOT LOADLINE_FUZZ)
    loadline_precompiled(core "${core_headers}" Qt6::Core)
    loadline_precompiled(widgets "${widgets_headers}" Qt6::Widgets)
  endif()
endif()

# Gives the target the precompiled header that fits what it uses, and notes it for those who use the target.
function(loadline_reuse_precompiled target)
  if(NOT LOADLINE_PCH)
    return()
  endif()
  cmake_parse_arguments(PRECOMPILED "OWN_FLAGS" "" "" ${ARGN})
  set(kind plain)
  foreach(used ${PRECOMPILED_UNPARSED_ARGUMENTS})
    set(theirs plain)
    if(used MATCHES "^Qt6::(Widgets|Charts|Svg)$")
      set(theirs widgets)
    elseif(used MATCHES "^Qt6")
      set(theirs core)
    elseif(TARGET loadline_${used})
      get_target_property(theirs loadline_${used} LOADLINE_PRECOMPILED)
    endif()
    if(theirs STREQUAL widgets OR (theirs STREQUAL core AND kind STREQUAL plain))
      set(kind ${theirs})
    endif()
  endforeach()
  set_target_properties(${target} PROPERTIES LOADLINE_PRECOMPILED ${kind})
  if(NOT PRECOMPILED_OWN_FLAGS)
    target_precompile_headers(${target} REUSE_FROM loadline_precompiled_${kind})
  endif()
endfunction()

# loadline_layer(name SOURCES a.cpp a.h ... USES base json Qt6::Core ...): the library loadline_<name>.
# Layers in USES go by their short name. HOT layers are optimized even in a build with sanitizers, where each test of the
# demonstration simulates its month anew.
function(loadline_layer name)
  cmake_parse_arguments(LAYER "HOT" "" "SOURCES;USES" ${ARGN})
  add_library(loadline_${name} ${layer_type} ${LAYER_SOURCES})
  set_target_properties(loadline_${name} PROPERTIES LINKER_LANGUAGE CXX)
  target_link_libraries(loadline_${name} PUBLIC loadline_flags)
  loadline_uses(loadline_${name} ${LAYER_USES})
  set(flags "")
  if(LAYER_HOT AND LOADLINE_SANITIZE AND NOT LOADLINE_FUZZ)
    target_compile_options(loadline_${name} PRIVATE -O1)
    set(flags OWN_FLAGS)
  endif()
  loadline_reuse_precompiled(loadline_${name} ${flags} ${LAYER_USES})
endfunction()

function(loadline_uses target)
  foreach(used ${ARGN})
    if(used MATCHES "::|^-|^yaml-cpp$")
      target_link_libraries(${target} PUBLIC ${used})
    else()
      target_link_libraries(${target} PUBLIC loadline_${used})
    endif()
  endforeach()
endfunction()

# loadline_test(name SOURCES tst_x.cpp USES layer ...): one Qt Test executable and its ctest entry, headless.
function(loadline_test name)
  cmake_parse_arguments(TEST "" "TIMEOUT" "SOURCES;USES;ENVIRONMENT" ${ARGN})
  if(NOT TEST_TIMEOUT)
    set(TEST_TIMEOUT 120)
  endif()
  add_executable(tst_${name} ${TEST_SOURCES})
  loadline_uses(tst_${name} ${TEST_USES} Qt6::Test)
  loadline_reuse_precompiled(tst_${name} ${TEST_USES} Qt6::Test)
  target_compile_definitions(tst_${name} PRIVATE LOADLINE_FIXTURES="${CMAKE_SOURCE_DIR}/tests/fixtures"
                                                 LOADLINE_SOURCE="${CMAKE_SOURCE_DIR}")
  add_test(NAME ${name} COMMAND tst_${name})
  set_tests_properties(${name} PROPERTIES TIMEOUT ${TEST_TIMEOUT} ENVIRONMENT
    "QT_QPA_PLATFORM=offscreen;TZ=UTC;LC_ALL=C.UTF-8;XDG_CONFIG_HOME=${CMAKE_BINARY_DIR}/test-home/${name}/config;XDG_DATA_HOME=${CMAKE_BINARY_DIR}/test-home/${name}/data;XDG_RUNTIME_DIR=${CMAKE_BINARY_DIR}/test-home/${name};LSAN_OPTIONS=suppressions=${CMAKE_SOURCE_DIR}/tests/lsan.supp;${TEST_ENVIRONMENT}")
endfunction()

# loadline_embed(target name FILES a.json b.json ...): compiles files into the target without Qt's resources, which the
# models do without. Declares, in <name>.h: std::span<const loadline::EmbeddedFile> loadline::<name>().
function(loadline_embed target name)
  cmake_parse_arguments(EMBED "" "" "FILES" ${ARGN})
  set(folder ${CMAKE_CURRENT_BINARY_DIR}/embedded)
  set(assembly "    .section .note.GNU-stack,\"\",@progbits\n    .section .rodata\n")
  set(externs "")
  set(entries "")
  set(number 0)
  foreach(file ${EMBED_FILES})
    get_filename_component(path ${file} ABSOLUTE)
    get_filename_component(stem ${file} NAME_WE)
    set(symbol loadline_embedded_${name}_${number})
    string(APPEND assembly "    .global ${symbol}_begin\n    .global ${symbol}_end\n${symbol}_begin:\n    .incbin \"${path}\"\n${symbol}_end:\n    .byte 0\n")
    string(APPEND externs "extern const char ${symbol}_begin[], ${symbol}_end[];\n")
    string(APPEND entries "        {\"${stem}\", {${symbol}_begin, std::size_t(${symbol}_end - ${symbol}_begin)}},\n")
    math(EXPR number "${number} + 1")
  endforeach()
  file(CONFIGURE OUTPUT ${folder}/${name}.s CONTENT "${assembly}" @ONLY)
  file(CONFIGURE OUTPUT ${folder}/${name}.h CONTENT
"// Made by loadline_embed.
#pragma once

#include \"base/embedded.h\"

#include <span>

namespace loadline {
std::span<const EmbeddedFile> ${name}();
} // namespace loadline
" @ONLY)
  file(CONFIGURE OUTPUT ${folder}/${name}.cpp CONTENT
"// Made by loadline_embed.
#include \"${name}.h\"

extern \"C\" {
${externs}}

namespace loadline {
std::span<const EmbeddedFile> ${name}()
{
    static const EmbeddedFile files[] = {
${entries}    };
    return files;
}
} // namespace loadline
" @ONLY)
  # .incbin is no dependency that a build tool sees.
  set_source_files_properties(${folder}/${name}.s PROPERTIES LANGUAGE ASM OBJECT_DEPENDS "${EMBED_FILES}"
                              SKIP_PRECOMPILE_HEADERS ON
                              COMPILE_OPTIONS "$<$<CXX_COMPILER_ID:Clang>:-Wno-unused-command-line-argument>")
  target_sources(${target} PRIVATE ${folder}/${name}.s ${folder}/${name}.cpp)
  target_include_directories(${target} PRIVATE ${folder})
endfunction()
