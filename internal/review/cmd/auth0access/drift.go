package main

import "github.com/spf13/cobra"

const driftHelp = `Say what a tenant has beyond its configuration, what it lacks, and what nobody watches.

PLAN is a plan of the configuration that is applied: what it would change is what somebody changed. It ends with 2 if
anything differs.

A plan may end with errors because of what the tenant is like, such as applications that nobody declared. Give
--messages what "terraform plan -json" printed, and they count as differences; other errors end the run with 1.`

func newDrift() *cobra.Command {
	o := &output{formats: []string{"text", "markdown", "json", "mermaid"}}
	var asked planFiles
	command := &cobra.Command{
		Use:   "drift PLAN",
		Short: "Say what a tenant has beyond its configuration",
		Long:  driftHelp,
		Example: "  terraform plan -json -out=plan >messages\n  terraform plan -refresh-only -out=now\n" +
			"  auth0access drift plan --messages messages --tenant now",
		Args: cobra.ExactArgs(1),
		RunE: func(command *cobra.Command, args []string) error {
			if err := o.check(); err != nil {
				return err
			}
			plan, failure, err := asked.read(command, args[0])
			if err != nil {
				return err
			}
			report := plan.Drift(failure)
			if err := report.Ignore(o.ignored); err != nil {
				return err
			}
			if err := o.writeAll(command.OutOrStdout(), report, args[0]); err != nil {
				return err
			}
			if !report.IsAsDeclared() {
				return errFound
			}
			return nil
		},
	}
	o.addFormat(command)
	o.addFiles(command)
	asked.addFlags(command)
	return command
}
