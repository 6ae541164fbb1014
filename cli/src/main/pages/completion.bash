# SPDX-License-Identifier: Apache-2.0
# Completion of kata-agent-ctl for bash. Made by the build from the command's own model.

# Sets kind or list to what may stand in a place: options SUB, values "SUB OPTION", words SUB, fields CALL.
_kata_agent_ctl_options() {
    case $1 in
@options@    esac
}

_kata_agent_ctl_values() {
    case $1 in
@values@    esac
}

_kata_agent_ctl_words() {
    case $1 in
@words@    esac
}

_kata_agent_ctl_fields() {
    case $1 in
@fields@    esac
}

# A command for the agent, all of it in one word: a name, or fields behind a name.
_kata_agent_ctl_command() {
    local before='' last=$1
    if [[ $1 == *' '* ]]; then
        before=${1% *}' '
        last=${1##* }
        _kata_agent_ctl_fields "${1%% *}"
    else
        list=(@commands@)
    fi
    local word
    for word in "${list[@]}"; do
        [[ $word != "$last"* ]] || COMPREPLY+=("$before$word")
    done
    # More of the word is to come. Where there is one answer only, readline would close the quotes; with a second it waits.
    if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *[=.[/] ]]; then
        compopt -o nospace
        [ -z "$before" ] || COMPREPLY+=("${COMPREPLY[0]}...")
    fi
}

_kata_agent_ctl() {
    local raw=${COMP_WORDS[COMP_CWORD]} line=${COMP_LINE:0:COMP_POINT}
    local sub='' option='' word='' kind='' list=() cur
    COMPREPLY=()
    for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
        case $word in
            -*) option=$word ;;
            @subcommands@) sub=${sub:-$word} ;;
        esac
    done
    # bash takes words apart at : and =. Here is the last one as it was typed, and what stands before it.
    if [[ $raw == [\'\"]* ]]; then
        cur=${raw:1}
    else
        cur=${line##*[[:space:]]}
        if [[ $cur == --*=* ]]; then
            option=${cur%%=*}
            cur=${cur#*=}
            _kata_agent_ctl_values "$sub $option"
        fi
    fi
    # An option's value, or another command behind those of -c.
    if [[ -z $kind && ${#list[@]} -eq 0 && -n $option && $cur != -* ]]; then
        word=${line%"$raw"}
        [[ $raw == [\'\"]* ]] || word=${line%"$cur"}
        word=${word%"${word##*[![:space:]]}"}
        _kata_agent_ctl_values "$sub $option"
        [[ $kind == commands || $word == *[[:space:]]"$option" ]] || {
            kind='' list=()
        }
    fi
    if [[ -z $kind && ${#list[@]} -eq 0 ]]; then
        case $cur in
            -*) _kata_agent_ctl_options "$sub" ;;
            *) _kata_agent_ctl_words "$sub" ;;
        esac
    fi
    case $kind in
        commands)
            _kata_agent_ctl_command "$cur"
            return
            ;;
        file | directory)
            compopt -o filenames
            mapfile -t COMPREPLY < <(compgen -A "$kind" -- "$cur")
            return
            ;;
    esac
    if [[ $cur == *://[/.]* ]]; then
        compopt -o nospace
        while IFS= read -r word; do
            COMPREPLY+=("${cur%%://*}://$word")
        done < <(compgen -f -- "${cur#*://}")
    else
        for word in "${list[@]}"; do
            [[ $word != "$cur"* ]] || COMPREPLY+=("$word")
        done
    fi
    [[ ${#COMPREPLY[@]} -ne 1 || ${COMPREPLY[0]} != *[/@] ]] || compopt -o nospace
    # readline puts what we say behind the last : or =.
    if [[ $raw != [\'\"]* && $COMP_WORDBREAKS == *:* ]]; then
        COMPREPLY=("${COMPREPLY[@]#"${cur%"${cur##*[=:]}"}"}")
    fi
}

complete -F _kata_agent_ctl kata-agent-ctl
