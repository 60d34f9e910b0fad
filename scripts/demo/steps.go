package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// step is one line of the story.
type step struct {
	name string
	run  func(context.Context) (outcome, error)
}

// outcome is the result of a step: a few words, and lines to show below them.
type outcome struct {
	words   string
	details []string
}

func (d *demo) startTenant(ctx context.Context) (_ outcome, err error) {
	if d.publisher, err = startPublisher(); err != nil {
		return outcome{}, err
	}
	d.tenant, err = startTenant(ctx, d.options.emulator, d.options.seed, d.publisher.address, d.log)
	if err != nil {
		return outcome{}, err
	}
	d.terraform.env = append(d.terraform.env, d.tenant.environment()...)
	d.before, err = d.tenant.state(ctx)
	return outcome{d.tenant.URL, d.before.inventory()}, err
}

func (d *demo) init(ctx context.Context) (outcome, error) {
	version, err := d.terraform.version(ctx)
	if err != nil {
		return outcome{}, err
	}
	_, err = d.terraform.run(ctx, "init", "-input=false")
	return outcome{words: version + ", offline"}, err
}

func (d *demo) firstPlan(ctx context.Context) (outcome, error) {
	plan, err := d.terraform.plan(ctx, "first.tfplan")
	if err != nil {
		return outcome{}, err
	}
	done := outcome{words: counts(plan.output)}
	for _, warning := range plan.warnings() {
		done.details = append(done.details, warning[:min(2, len(warning))]...)
	}
	return done, nil
}

func (d *demo) firstApply(ctx context.Context) (outcome, error) {
	return d.apply(ctx, "first.tfplan")
}

func (d *demo) apply(ctx context.Context, plan string) (outcome, error) {
	output, err := d.terraform.run(ctx, "apply", "-input=false", plan)
	return outcome{words: counts(output)}, err
}

// outputs shows the outputs for a terminal, without who_can_reach_what, which is a table for a pull request.
func (d *demo) outputs(ctx context.Context) (outcome, error) {
	var lines []string
	for _, name := range []string{"client_ids", "access", "login_connections"} {
		output, err := d.terraform.run(ctx, "output", name)
		if err != nil {
			return outcome{}, err
		}
		lines = append(lines, strings.Split(name+" = "+strings.TrimSpace(output), "\n")...)
	}
	return outcome{details: lines}, nil
}

func (d *demo) changeBehindBack(ctx context.Context) (outcome, error) {
	var done outcome
	for _, change := range changesBehindBack {
		if err := change.make(ctx, d.tenant); err != nil {
			return outcome{}, fmt.Errorf("%s: %w", change.what, err)
		}
		done.details = append(done.details, change.what)
	}
	done.words = "through the Management API"
	return done, nil
}

// planRepair checks that the plan undoes the changes made behind Terraform's back, and nothing else.
func (d *demo) planRepair(ctx context.Context) (outcome, error) {
	plan, err := d.terraform.plan(ctx, "repair.tfplan")
	if err != nil {
		return outcome{}, err
	}
	want := make([]update, 0, len(changesBehindBack))
	for _, change := range changesBehindBack {
		want = append(want, change.repair)
	}
	if got := plan.updates(); !slices.Equal(got, want) {
		return outcome{}, fmt.Errorf("the plan does not undo exactly what was changed\nexpected:\n  %s\nplanned:\n  %s",
			strings.Join(asLines(want), "\n  "), strings.Join(asLines(got), "\n  "))
	}
	return outcome{"exit code 2: exactly those changes", asLines(want)}, nil
}

func (d *demo) repair(ctx context.Context) (outcome, error) {
	return d.apply(ctx, "repair.tfplan")
}

func (d *demo) planNothing(ctx context.Context) (outcome, error) {
	plan, err := d.terraform.plan(ctx, "nothing.tfplan")
	if err == nil && !plan.empty {
		err = fmt.Errorf("a plan straight after apply is not empty\n  %s", strings.Join(asLines(plan.updates()), "\n  "))
	}
	return outcome{words: "exit code 0: no changes"}, err
}

// planReplacement plans, and does not apply, another security mode for an application.
func (d *demo) planReplacement(ctx context.Context) (outcome, error) {
	const address = `module.access.auth0access_third_party_application.this["shopping"]`
	const line = `      callbacks   = ["http://127.0.0.1:33418/callback"]` + "\n"
	restore, err := d.edit("main.tf", line, line+`      security_mode = "permissive"`+"\n")
	if err != nil {
		return outcome{}, err
	}
	plan, err := d.terraform.plan(ctx, "replacement.tfplan")
	if err != nil {
		return outcome{}, err
	}
	warnings := plan.warnings()
	i := slices.IndexFunc(warnings, func(m message) bool { return m.isAbout(address) })
	if i < 0 || !plan.replaces(address) {
		return outcome{}, errors.New("the plan does not replace " + address + " with a warning")
	}
	return outcome{"a replacement (not applied)", warnings[i]}, restore()
}

// planBeyond plans more access for an agent than access_boundary of the provider block allows.
func (d *demo) planBeyond(ctx context.Context) (outcome, error) {
	const address = `module.access.auth0access_client_grant.this["shopping/orders/user"]`
	const scopes = `["read:orders", "create:orders"]`
	restore, err := d.edit("main.tf", "user_access = { scopes = "+scopes, `user_access = { scopes = ["cancel:orders"]`)
	if err != nil {
		return outcome{}, err
	}
	refusal, err := d.planRefused(ctx, address)
	if err != nil {
		return outcome{}, err
	}
	return outcome{"refused: more than anybody may get", refusal}, restore()
}

// planRefused makes a plan that must be refused because of one resource, and returns its error.
func (d *demo) planRefused(ctx context.Context, address string) (message, error) {
	_, err := d.terraform.plan(ctx, "refused.tfplan")
	failed, ok := errors.AsType[*commandError](err)
	if err != nil && !ok {
		return nil, err
	}
	if err == nil {
		return nil, errors.New("the plan is not refused")
	}
	refusals := messages(failed.output, "Error")
	if len(refusals) != 1 || !refusals[0].isAbout(address) {
		return nil, failed
	}
	return refusals[0], nil
}

// described is the address of an agent that a document describes.
const described = "auth0access_cimd_application.reorder"

// accessDays is how long its access lasts.
const accessDays = 30

// letAgentsIn declares an agent that its vendor describes in a metadata document, with access that ends, and opens
// registration to all others.
func (d *demo) letAgentsIn(ctx context.Context) (outcome, error) {
	end := time.Now().UTC().AddDate(0, 0, accessDays).Format(time.RFC3339)
	err := d.write(path.Join(filepath.Base(d.options.example), "document.tf"), `
resource "auth0access_cimd_application" "reorder" {
  metadata_url = "https://`+publisherHost+`/client.json"
}

resource "auth0access_client_grant" "reorder" {
  client_id    = auth0access_cimd_application.reorder.client_id
  audience     = var.orders_api
  subject_type = "user"
  scopes       = ["read:orders"]
  expires_at   = "`+end+`"
}
`)
	if err != nil {
		return outcome{}, err
	}
	const registration = "dynamic_client_registration = { enabled = "
	if _, err = d.edit("main.tf", registration+"false", registration+"true"); err != nil {
		return outcome{}, err
	}
	output, err := d.terraform.run(ctx, "apply", "-input=false", "-auto-approve", varFile)
	return outcome{counts(output), []string{
		"it is called Basket reorder agent, says its document, and has access until " + end,
		"all others may register, and have default permissions",
	}}, err
}

// planChangedDocument lets the vendor add a callback on another host, which nobody has accepted.
func (d *demo) planChangedDocument(ctx context.Context) (outcome, error) {
	accepted := *d.publisher.callbacks.Load()
	d.publisher.publish(append(slices.Clone(accepted), "https://login.elsewhere.example/callback")...)
	defer d.publisher.publish(accepted...)
	refusal, err := d.planRefused(ctx, described)
	return outcome{"refused: nobody has accepted it", refusal}, err
}

// tryAccess lets users log in, and applications request tokens and call APIs.
func (d *demo) tryAccess(ctx context.Context) (done outcome, err error) {
	if d.catalog, err = startCatalog(ctx, d.tenant); err != nil {
		return outcome{}, err
	}
	return d.askAll(ctx, questions...)
}

// endAccess sets the tenant's clock to a time after the end of the described agent's access, and finally back.
func (d *demo) endAccess(ctx context.Context) (_ outcome, err error) {
	clock := d.tenant.URL + "/__emulator/clock"
	later, err := json.Marshal(object{"now": time.Now().UTC().AddDate(0, 0, accessDays+1).Format(time.RFC3339)})
	if err != nil {
		return outcome{}, err
	}
	if err := ask(ctx, http.MethodPut, clock, "", later, nil); err != nil {
		return outcome{}, err
	}
	plan, err := d.terraform.plan(ctx, "end.tfplan")
	if err != nil {
		return outcome{}, err
	}
	want := []update{{"auth0access_client_grant.reorder", `status: "expired" -> "ended"`}}
	if got := plan.updates(); !slices.Equal(got, want) {
		return outcome{}, fmt.Errorf("the plan does not end exactly that access\n  %s", strings.Join(asLines(got), "\n  "))
	}
	applied, err := d.apply(ctx, "end.tfplan")
	if err != nil {
		return outcome{}, err
	}
	if err := ask(ctx, http.MethodDelete, clock, "", nil, nil); err != nil {
		return outcome{}, err
	}
	after, err := d.askAll(ctx, question{
		reorderAgent + " logs a customer in, for orders", loginOf(reorderAgent, customer, ordersAudience),
		"error page: unauthorized_client", "its access has ended",
	})
	return outcome{applied.words, slices.Concat(asLines(want), after.details)}, err
}

// destroy removes the declared objects and, because nobody declared it, the agent that registered itself.
func (d *demo) destroy(ctx context.Context) (outcome, error) {
	output, err := d.terraform.run(ctx, "destroy", "-input=false", "-auto-approve", varFile)
	if err == nil {
		err = d.tenant.call(ctx, http.MethodDelete, "clients/"+d.agent.clientID, nil, nil)
	}
	return outcome{counts(output), []string{"and the agent that registered itself, by hand"}}, err
}

func (d *demo) compareTenant(ctx context.Context) (outcome, error) {
	after, err := d.tenant.state(ctx)
	if err != nil {
		return outcome{}, err
	}
	if different := d.before.differences(after); len(different) > 0 {
		return outcome{}, fmt.Errorf("the tenant is not as it was before: %s", strings.Join(different, ", "))
	}
	return outcome{words: "every object is as it was before"}, nil
}
