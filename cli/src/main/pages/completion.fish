# SPDX-License-Identifier: Apache-2.0
# Completion of kata-agent-ctl for fish. Made by the build from the command's own model.

# Commands for the agent, each all of it in one word: names, or fields behind a name.
function __kata_agent_ctl_commands
    set -l typed (commandline -ct | string replace -r '^["\']' '')
    if not string match -q '* *' -- $typed
        string split ' ' -- '@commands@'
        return
    end
    set -l words
    switch (string split -m 1 ' ' -- $typed)[1]
@fields@    end
    set -l before (string replace -r '[^ ]*$' '' -- $typed)
    for word in $words
        echo -- $before$word
    end
end

# What an address begins with; behind that, files.
function __kata_agent_ctl_addresses
    set -l typed (commandline -ct | string replace -r '^--[a-z-]*=' '')
    if string match -qr '://[/.]' -- $typed
        set -l scheme (string replace -r '://.*' '://' -- $typed)
        for path in (string replace -r '^[a-z]*://' '' -- $typed)*
            echo -- $scheme$path
        end
    else
        string split ' ' -- $argv
    end
end

function __kata_agent_ctl_in
    set -l words (commandline -opc)
    for word in $words[2..-1]
        if contains -- $word @subcommands@
            test $word = "$argv[1]"
            return
        end
    end
    test -z "$argv[1]"
end

complete -c kata-agent-ctl -f
@lines@
