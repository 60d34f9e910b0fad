package main

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"testing"
	"time"
)

// The CAs of all tenants have the same name, and a command may trust several. OpenSSL and Node find the right CA by its
// key identifier.
func TestCertificateNamesItsAuthority(t *testing.T) {
	t.Parallel()
	authority, leaf, err := makeCertificates(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	block, _ := pem.Decode(authority)
	ca, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	server, err := x509.ParseCertificate(leaf.Certificate[0])
	if err != nil {
		t.Fatal(err)
	}
	if len(ca.SubjectKeyId) == 0 || !bytes.Equal(server.AuthorityKeyId, ca.SubjectKeyId) {
		t.Errorf("the CA has the key %x, the certificate names %x", ca.SubjectKeyId, server.AuthorityKeyId)
	}
}
