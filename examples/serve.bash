# SPDX-License-Identifier: Apache-2.0
# For the runs of examples that have a server. To be sourced.
server=
trap end EXIT

# serve COMMAND...: in the background; waits until it says where it listens, which $address then tells.
serve() {
    # Here, for the server may come to it after the first look: what one before it said would be taken for its own.
    : >target/listening
    "$@" >>target/listening 2>&1 &
    server=$!
    for _ in $(seq 300); do
        address=$(sed -n 's/.*listening on //p' target/listening)
        [ -z "$address" ] || return 0
        sleep 0.1
    done
    cat target/listening >&2
    return 1
}

# end: of what serve has started.
end() {
    [ -z "$server" ] || { kill "$server" && wait "$server"; } 2>/dev/null || true
    server=
}
