#compdef kata-agent-ctl
# SPDX-License-Identifier: Apache-2.0
# Completion of kata-agent-ctl for zsh. Made by the build from the command's own model.

# A command for the agent, all of it in one word: a name, or fields behind a name.
_kata_agent_ctl_command() {
    local -a whole more
    local -a names=(@commands@)
    # Without quotes a command is a name alone.
    if [[ -z $compstate[quoting] ]]; then
        compadd -a names
        return
    fi
    compset -q
    if (( CURRENT == 1 )); then
        compadd -a names
        return
    fi
    case $words[1] in
@fields@    esac
    # More of the word is to come.
    more=(${(M)whole:#*[=.\[/]})
    whole=(${whole:#*[=.\[/]})
    compadd -a whole
    compadd -S '' -a more
}

_kata_agent_ctl_address() {
    if [[ $PREFIX == *://[/.]* ]]; then
        compset -P '*://'
        _files
    else
        compadd -S '' -- $@
    fi
}

_kata_agent_ctl() {
    local curcontext=$curcontext context state state_descr line
    typeset -A opt_args
    local -a subcommands=(
@subcommands@    )
    _arguments -C @options@ '1: :->subcommand' '*:: :->rest' && return
    case $state in
        subcommand) _describe -t commands subcommand subcommands ;;
        rest)
            curcontext=${curcontext%:*:*}:kata-agent-ctl-$words[1]:
            case $words[1] in
@arguments@            esac
            ;;
    esac
}

_kata_agent_ctl "$@"
