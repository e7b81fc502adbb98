# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Outside: npm's client of Slack's webhooks, which a test lets post (tests/hooks/webhook).

wants_webhook() {
  [[ $1 == test ]]
}

# By apt's own downloader, which every Debian has and which knows the machine's proxies. Without a network the test is skipped.
fetch_webhook() {
  local dir=$cache/npm name version sum file
  mkdir -p "$dir"
  while read -r name version sum; do
    file=${name##*/}-$version.tgz
    [[ $name != '#' && ! -f $dir/$file ]] || continue
    if /usr/lib/apt/apt-helper download-file "https://registry.npmjs.org/$name/-/$file" "$dir/$file.part" "SHA512:$sum" >"$cache/npm.log" 2>&1; then
      mv "$dir/$file.part" "$dir/$file"
    else
      say "npm's $name cannot be fetched ($cache/npm.log): its test is skipped"
      return 0
    fi
  done <"$here/tests/hooks/webhook/packages"
}
