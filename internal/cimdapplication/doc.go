// Package cimdapplication is the resource auth0access_cimd_application, an application that its publisher describes in
// a client ID metadata document (CIMD), with its list resource; and the data source
// auth0access_client_id_metadata_document, which shows what Auth0 would take over from a document.
//
// Auth0 fetches the document at the URL and takes it over when it is registered (POST /clients/cimd/register), which
// makes the application or brings it up to date. What the document says is the publisher's and cannot be set; the rest
// is an administrator's, by PATCH.
//
// What is surprising, and decides how the code looks:
//
//   - A registration takes whatever is at the URL at that moment. So a plan asks for a preview, and the apply asks once
//     more right before it registers, and looks at the answer after it.
//   - Terraform plans every change once more in the apply, from the refreshed state, and refuses another outcome. So it
//     is the refresh that asks for the preview, and the private state that carries what it said (offer.go).
//   - Members of the document that an administrator may set as well (app_type, grant_types, description) are
//     overwritten by a registration, and set again after it.
//   - The preview, a registration and a read do not show everything in the same form. So what a read shows is compared
//     with what one showed before (stored.go), and the document with the document.
package cimdapplication
