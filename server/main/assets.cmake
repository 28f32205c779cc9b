# The pages inside the binary. With USHER_WEB, Node builds the widget and the console into
# ${CMAKE_BINARY_DIR}/web, and embed.mjs makes sources of them; without, the table is empty.
set(assets_folder ${CMAKE_BINARY_DIR}/assets)

if(NOT USHER_WEB)
  configure_file(no_assets.cpp.in ${assets_folder}/no_assets.cpp COPYONLY)
  target_sources(usher PRIVATE ${assets_folder}/no_assets.cpp)
  return()
endif()

find_program(NODE node REQUIRED)
find_program(NPM npm REQUIRED)

function(usher_npm_install folder stamp)
  add_custom_command(OUTPUT ${stamp}
    COMMAND ${CMAKE_SOURCE_DIR}/deploy/npm_install ${folder}
    COMMAND ${CMAKE_COMMAND} -E touch ${stamp}
    DEPENDS ${folder}/package-lock.json
    COMMENT "Installing what ${folder} needs"
    VERBATIM)
endfunction()

set(widget_folder ${CMAKE_SOURCE_DIR}/widget)
set(console_folder ${CMAKE_SOURCE_DIR}/server/console)
usher_npm_install(${widget_folder} ${CMAKE_BINARY_DIR}/widget.npm)
usher_npm_install(${console_folder} ${CMAKE_BINARY_DIR}/console.npm)

file(GLOB_RECURSE web_sources CONFIGURE_DEPENDS
  ${widget_folder}/src/* ${console_folder}/src/* ${CMAKE_SOURCE_DIR}/protocol/ts/*.ts)
set(web_folder ${CMAKE_BINARY_DIR}/web)
add_custom_command(OUTPUT ${assets_folder}/assets.gen.S ${assets_folder}/assets.gen.cpp
  COMMAND ${CMAKE_COMMAND} -E rm -rf ${web_folder}
  COMMAND ${CMAKE_COMMAND} -E make_directory ${web_folder} ${assets_folder}
  COMMAND ${NODE} ${widget_folder}/build.mjs --out ${web_folder}
  COMMAND ${NODE} ${console_folder}/build.mjs --out ${web_folder}
  COMMAND ${NODE} ${CMAKE_CURRENT_SOURCE_DIR}/embed.mjs ${web_folder} ${assets_folder}
  DEPENDS ${web_sources} ${widget_folder}/build.mjs ${console_folder}/build.mjs
    ${CMAKE_CURRENT_SOURCE_DIR}/embed.mjs
    ${CMAKE_BINARY_DIR}/widget.npm ${CMAKE_BINARY_DIR}/console.npm
  COMMENT "Building and embedding the pages"
  VERBATIM)
target_sources(usher PRIVATE ${assets_folder}/assets.gen.S ${assets_folder}/assets.gen.cpp)
