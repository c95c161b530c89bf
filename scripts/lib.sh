# shellcheck shell=bash
# What the shell entry points share: where things are, and how a step is shown. Sourced, never run.

set -euo pipefail

healink_root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
export HEALINK_CACHE="${HEALINK_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/healink}"
export HEALINK_HOME="$healink_root"
# Cargo's folder for the root workspace. Not exported: chain/build, which has a folder of its own, looks at the variable.
cargo_target="${CARGO_TARGET_DIR:-$HEALINK_CACHE/target}"
healink_logs="$HEALINK_CACHE/logs"
mkdir -p "$healink_logs"

# The pinned Rust version, from the one place that states it.
rust_channel() { sed -n 's/^channel *= *"\(.*\)"/\1/p' "$healink_root/rust-toolchain.toml"; }

say() { printf '%s\n' "$*" >&2; }

# fail <message...>: one line a message, then leave.
fail() {
    local line
    printf 'error: %s\n' "$1" >&2
    shift
    for line in "$@"; do printf '       %s\n' "$line" >&2; done
    exit 1
}

# Seconds, with one digit, since a moment taken with `now_ms`.
now_ms() { printf '%s' "$((${EPOCHREALTIME/[.,]/} / 1000))"; }
since() {
    local ms=$(($(now_ms) - $1))
    if ((ms >= 60000)); then
        printf '%d min %02d s' $((ms / 60000)) $((ms / 1000 % 60))
    else
        printf '%d.%d s' $((ms / 1000)) $((ms / 100 % 10))
    fi
}

step_pid=''
# Ends the step that is running, with everything it started (it has a process group of its own).
stop_step() {
    [[ -n $step_pid ]] || return 0
    kill -TERM -- "-$step_pid" 2>/dev/null || true
    step_pid=''
}
# Also to be called in subshells, which begin without.
trap_signals() {
    trap 'stop_step; exit 130' INT
    trap 'stop_step; exit 143' TERM HUP
}
trap_signals

# One line that says what a step is doing: redrawn on a terminal, elsewhere printed after 2 s and then every minute.
show_progress() {
    local what=$1 start=$2 log=$3 tick=$4 last width frames=.oOo
    if [[ ! -t 2 ]] && ((tick % 300 != 0)); then return; fi
    last=$(tail -c 400 "$log" 2>/dev/null | tr '\r' '\n' | grep -av '^[[:space:]]*$' | tail -n 1 | tr -s '[:space:]' ' ' || true)
    if [[ -t 2 ]]; then
        width=$((${COLUMNS:-$(tput cols 2>/dev/null || echo 80)} - 1))
        last="${frames:tick % 4:1} $what ($(since "$start")) $last"
        printf '\r\033[K%s' "${last:0:width}" >&2
    else
        say "$what ... $(since "$start") ${last:0:80}"
    fi
}

# The lines of a log that tell why: from the first error on, else the last ones.
telling_lines() {
    local first
    first=$(grep -anm 1 -E '^(error|[A-Za-z]+: error)' "$1" | cut -d: -f1 || true)
    if [[ -n $first ]]; then tail -n "+$first" "$1" | head -n 80; else tail -n 30 "$1"; fi
}

# run_step [-q] <what> <command...>: runs the command with its output in a log, shows progress when it takes over 2 s,
# says how long it took (with -q only then), and shows what the log tells when it fails.
run_step() {
    local quiet='' what start log tick=0 status=0
    if [[ $1 == -q ]]; then
        quiet=1
        shift
    fi
    what=$1
    shift
    start=$(now_ms)
    log="$healink_logs/$(printf '%s' "$what" | tr -cs 'A-Za-z0-9' '-').log"
    # A process group of its own, so that an interrupt ends also what the command started.
    set -m
    ("$@") >"$log" 2>&1 </dev/null &
    step_pid=$!
    set +m
    while kill -0 "$step_pid" 2>/dev/null; do
        if (($(now_ms) - start > 2000)); then
            show_progress "$what" "$start" "$log" "$tick"
            tick=$((tick + 1))
        fi
        sleep 0.2
    done
    wait "$step_pid" || status=$?
    step_pid=''
    if [[ -t 2 ]]; then printf '\r\033[K' >&2; fi
    if ((status != 0)); then
        say "failed: $what, after $(since "$start"). The log is $log; what it tells:"
        telling_lines "$log" | sed 's/^/    /' >&2
        return "$status"
    fi
    if [[ -z $quiet ]] || (($(now_ms) - start > 2000)); then say "done: $what ($(since "$start"))"; fi
}

# Cargo in the root workspace. Clones share its folder for the sake of the dependencies, but cargo tells their own crates
# apart by time alone and would take another clone's for this one's: what another clone left of those is removed first.
root_cargo() {
    local owner="$cargo_target/.checkout"
    (
        cd "$healink_root"
        export CARGO_TARGET_DIR="$cargo_target"
        if [[ ! -f $owner || $(<"$owner") != "$healink_root" ]]; then
            mkdir -p "$cargo_target"
            cargo clean --quiet --workspace
            printf '%s' "$healink_root" >"$owner"
        fi
        cargo "$@"
    )
}

have() { command -v "$1" >/dev/null 2>&1; }
