#!/bin/sh
# Prints the tables of single choice and of cascades on recorded outcomes of SWE-bench agents.
# Usage: Scripts/cascades.sh OUTCOMES.csv   (MUSTER: the program, default muster)
set -eu
data=${1:?expected the path of an outcomes.csv}
muster=${MUSTER:-muster}
fitted=$(mktemp)
trap 'rm -f "$fitted"' EXIT

"$muster" compare --trace "outcomes:$data" --seeds 30 --metrics solvedPct,costPerTaskUSD \
  --policy knowledge-gradient --policy 'knowledge-gradient(price: quote)' --policy fit-to-kind \
  --policy random --policy round-robin --policy best-fixed --policy oracle

for error in 0 0.05 0.1 0.2; do
  for half in 1 2; do
    "$muster" fit cascade --trace "outcomes:$data?half=$half&verifier-error=$error" --budget 0.063 \
      --out "$fitted"
    # As many tries as the cascade has stages.
    attempts=$(($(tr -cd '>' <"$fitted" | wc -c) + 1))
    "$muster" compare --seeds 30 --metrics solvedPct,costPerTaskUSD \
      --trace "outcomes:$data?half=$((3 - half))&attempts=$attempts&verifier-error=$error" \
      --policy "$(cat "$fitted")" --policy cascade --policy random --policy best-fixed --policy oracle
  done
done

# Verifiers that grade, of some strengths: by verdict, by thresholds, by self-verification, at the same budget.
for strength in 1 2 3 4; do
  for half in 1 2; do
    for method in verdict thresholds self-verification; do
      "$muster" fit cascade --by "$method" --budget 0.063 --out "$fitted" \
        --trace "outcomes:$data?half=$half&verifier-strength=$strength"
      # The stages are the first text in quotes.
      attempts=$(($(cut -d '"' -f 2 <"$fitted" | tr -cd '>' | wc -c) + 1))
      "$muster" compare --seeds 1 --metrics solvedPct,costPerTaskUSD \
        --trace "outcomes:$data?half=$((3 - half))&attempts=$attempts&verifier-strength=$strength" \
        --policy "$(cat "$fitted")" --policy random --policy best-fixed --policy oracle
    done
  done
done
