// Command terraform-provider-auth0access is a Terraform provider for declarative third-party access in Auth0.
package main

import (
	"flag"
	"fmt"
	"log"

	"github.com/auth0access/terraform-provider-auth0access/internal/provider"
	"github.com/auth0access/terraform-provider-auth0access/internal/serve"
)

// Set by the release build.
var (
	version = "dev"
	commit  = "none"
)

func main() {
	debug := flag.Bool("debug", false, "run for a debugger: print how to attach and wait")
	showVersion := flag.Bool("version", false, "print version and commit, and exit")
	flag.Parse()
	if *showVersion {
		fmt.Printf("terraform-provider-auth0access %s (%s)\n", version, commit)
		return
	}
	if err := serve.Serve(provider.Address, provider.New(version, provider.WithCommit(commit)), *debug); err != nil {
		log.Fatal(err)
	}
}
