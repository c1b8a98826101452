#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# with_keyring.sh PROGRAM...: runs a test in a session of its own that has an unlocked keyring; 77 where there is none.
set -u
for tool in dbus-run-session gnome-keyring-daemon; do
    command -v "$tool" >/dev/null || { echo "$tool is not installed: nothing to test with"; exit 77; }
done
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
mkdir -m 700 "$place/run" "$place/home"
export HOME=$place/home XDG_RUNTIME_DIR=$place/run XDG_DATA_HOME=$place/home/data LOADLINE_TEST_KEYRING=1
unset DBUS_SESSION_BUS_ADDRESS
dbus-run-session -- bash -c '
    daemon=$(printf pw | gnome-keyring-daemon --foreground --unlock --components=secrets >/dev/null 2>&1 & echo $!)
    for _ in {1..50}; do [ -S "$XDG_RUNTIME_DIR/keyring/control" ] && break; sleep 0.1; done
    "$@"
    code=$?
    kill "$daemon" 2>/dev/null
    exit $code' bash "$@"
