# Shared by run, test and bench: the packages, where things are built. Sourced by bash.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
jobs=$(nproc)

say() { printf '%s\n' "loadline: $*" >&2; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null; then sudo "$@"; else
        say "these packages are missing and this user may not install them; as root, run: $*"
        exit 1
    fi
}

# need GROUP...: installs what is missing of these groups of installer/packages.
need() {
    local groups wanted missing=() package
    groups=$(IFS='|'; echo "$*")
    wanted=$(grep -E "^($groups) " "$root/installer/packages" | cut -d' ' -f2)
    # Any kubectl will do: Debian's package and the cloud tools' own hold the same file.
    if [[ " $* " == *" test "* ]] && ! command -v kubectl >/dev/null; then wanted+=" kubernetes-client"; fi
    for package in $wanted; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
    done
    [ ${#missing[@]} = 0 ] && return 0
    command -v apt-get >/dev/null || { say "please install: ${missing[*]}"; exit 1; }
    say "installing ${#missing[@]} packages: ${missing[*]}"
    export DEBIAN_FRONTEND=noninteractive
    as_root apt-get update -qq >/dev/null
    as_root apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
    # Servers are only wanted as programs for the tests: not as services of this machine.
    for package in "${missing[@]}"; do
        case $package in prometheus | nginx-light)
            command -v systemctl >/dev/null && as_root systemctl disable --now "${package%-light}" >/dev/null 2>&1 || true ;;
        esac
    done
}

# build DIRECTORY [cmake options]: configures when needed and builds incrementally.
build() {
    local directory=$1
    shift
    export CCACHE_BASEDIR=${CCACHE_BASEDIR:-$root} CCACHE_NOHASHDIR=1
    # What precompiled headers need of ccache: they are told apart by content, not by their times.
    export CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
    cmake -S "$root" -B "$directory" -G Ninja -DCMAKE_CXX_COMPILER_LAUNCHER=ccache "$@" >"$directory.log" 2>&1 ||
        { cat "$directory.log" >&2; exit 1; }
    cmake --build "$directory" -j "$jobs"
}
