package main

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/spf13/cobra"

	"github.com/auth0access/terraform-provider-auth0access/internal/access"
	"github.com/auth0access/terraform-provider-auth0access/internal/effectiveaccess"
	"github.com/auth0access/terraform-provider-auth0access/internal/provider"
	"github.com/auth0access/terraform-provider-auth0access/internal/review"
)

const explainHelp = `Say who can reach what in a tenant at the moment, and why.

It takes the tenant and its credentials from the variables that the Terraform provider takes them from: AUTH0_DOMAIN,
with AUTH0_CLIENT_ID and AUTH0_CLIENT_SECRET (or AUTH0_CLIENT_ASSERTION_PRIVATE_KEY), or AUTH0_API_TOKEN. It changes
nothing, and needs read:clients, read:client_grants and read:resource_servers. With --format json it prints a snapshot
for "auth0access diff".

With --check it says of one application, or without --client-id of any that registers itself, whether it gets a token
of an API, and if not, why: each condition that decides, with a remedy. What the access token may not read is unknown,
and the scope is named. The exit code is 2 if it does not get the token.`

func newExplain() *cobra.Command {
	var filter effectiveaccess.Filter
	var check checkOptions
	o := &output{formats: []string{"text", "markdown", "json", "mermaid"}}
	command := &cobra.Command{
		Use:   "explain",
		Short: "Say who can reach what in a tenant, and why",
		Long:  explainHelp,
		Args:  cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			if err := errors.Join(o.check(), check.check(filter, o.format, command.Flags().Changed)); err != nil {
				return err
			}
			client, diags := provider.NewClient(command.Context(), version, "auth0access")
			if err := errorOf(diags); err != nil {
				return err
			}
			if check.isOn {
				return check.run(command, client, filter, o.format)
			}
			var problems diag.Diagnostics
			entries := effectiveaccess.Entries(command.Context(), client, filter, &problems)
			if err := errorOf(problems); err != nil {
				return err
			}
			return o.explain(command.OutOrStdout(), entries)
		},
	}
	flags := command.Flags()
	flags.StringVar(&o.format, "format", "text", "output format: "+strings.Join(o.formats, ", "))
	flags.StringArrayVar(&filter.ClientIDs, "client-id", nil, "only the application with this client_id; repeatable")
	flags.StringArrayVar(&filter.Audiences, "audience", nil, "only the API with this identifier; repeatable")
	flags.BoolVar(&filter.IncludeNone, "include-none", false, "also list applications and APIs with neither access nor "+
		"a grant")
	check.addFlags(flags)
	return command
}

func (o *output) explain(out io.Writer, entries []access.Entry) (err error) {
	switch o.format {
	case "json":
		return writeJSON(out, review.NewSnapshot(entries))
	case "markdown":
		_, err = io.WriteString(out, access.Markdown(entries))
	case "mermaid":
		_, err = io.WriteString(out, access.Mermaid(entries))
	default:
		_, err = io.WriteString(out, review.Explain(entries))
	}
	return err
}

// errorOf returns the errors of diagnostics as one.
func errorOf(diags diag.Diagnostics) error {
	var found []error
	for _, one := range diags.Errors() {
		found = append(found, fmt.Errorf("%s: %s", one.Summary(), one.Detail()))
	}
	return errors.Join(slices.Clip(found)...)
}
