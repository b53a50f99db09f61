import { t } from '@lingui/core/macro'
import { IconPhotoOff } from '@tabler/icons-react'
import { useState } from 'react'
import classes from './photograph.module.css'
import { type Picture, sizeText } from './picture.ts'

interface PhotographProps {
  readonly picture: Picture | null
  /** How long what should be a picture is. */
  readonly characters: number
}

/** The picture of a photograph, or why there is none to see. */
export function Photograph({ picture, characters }: PhotographProps) {
  const [broken, setBroken] = useState<string | null>(null)
  if (!picture || broken === picture.src) {
    const size = sizeText(characters)
    return (
      <p className={classes.none}>
        <IconPhotoOff size={20} aria-hidden="true" />
        {characters === 0
          ? t`There is no picture in it.`
          : t`What is in it (${size}) is no picture that can be shown.`}
      </p>
    )
  }
  return (
    <figure className={classes.figure}>
      <span className={classes.frame}>
        <img
          src={picture.src}
          alt={t`What the document shows`}
          onError={() => setBroken(picture.src)}
        />
      </span>
      <figcaption>
        {picture.kind}, {sizeText(picture.bytes)}
      </figcaption>
    </figure>
  )
}
