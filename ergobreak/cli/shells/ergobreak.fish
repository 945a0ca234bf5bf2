# Completion of ergobreak in fish: it is asked itself, so that names of your own are there, too.
function __ergobreak_complete
    set -l before (commandline -opc)
    set -l typed (commandline -ct)
    test (count $typed) -eq 0; and set typed ''
    set -l program (string replace -r '^~' $HOME -- $before[1])
    for line in ($program completion ask $before[2..] $typed 2>/dev/null)
        switch $line
            case :files
                __fish_complete_path $typed
            case :folders
                __fish_complete_directories $typed
            case '*'
                echo $line
        end
    end
end
complete -c ergobreak -f -a '(__ergobreak_complete)'
