# Ends what the AppHost started once the AppHost is gone: its death closes standard input, whatever killed it.
# Lines in: "+ PID SIGNAL" (a process group and how to end it), "- PID" (it has ended).
trap '' HUP INT TERM
tracked=
while read -r change pid signal; do
  kept=
  for entry in $tracked; do
    [ "${entry%%:*}" = "$pid" ] || kept="$kept $entry"
  done
  tracked=$kept
  [ "$change" = + ] && tracked="$tracked $pid:$signal"
done

# The group where there is one, else (no setsid on this machine) the process alone.
send() { kill -s "$1" -- "-$2" 2>/dev/null || kill -s "$1" "$2" 2>/dev/null; }

for entry in $tracked; do
  send "${entry##*:}" "${entry%%:*}"
  # For a server that does not end upon SIGQUIT, as Java does not.
  send TERM "${entry%%:*}"
done

tries=0
while [ $tries -lt 50 ]; do
  alive=
  for entry in $tracked; do
    send 0 "${entry%%:*}" && alive=1
  done
  [ -z "$alive" ] && exit 0
  sleep 0.1
  tries=$((tries + 1))
done

for entry in $tracked; do
  send KILL "${entry%%:*}"
done
