CREATE TABLE "key_uses" (
	"ename" text NOT NULL,
	"public_key" text NOT NULL,
	"used_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "key_uses_ename_public_key_pk" PRIMARY KEY("ename","public_key")
);
