# Completion of ergobreak in bash: it is asked itself, so that names of your own are there, too.
_ergobreak() {
    local word about typed=${COMP_WORDS[COMP_CWORD]}
    COMPREPLY=()
    while IFS=$'\t' read -r word about; do
        case $word in
            :files)
                compopt -o filenames
                mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -- "$typed")
                ;;
            :folders)
                compopt -o filenames
                mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -d -- "$typed")
                ;;
            *)
                printf -v word %q "$word"
                COMPREPLY+=("$word")
                ;;
        esac
    done < <("${COMP_WORDS[0]/#\~/$HOME}" completion ask "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -F _ergobreak ergobreak
