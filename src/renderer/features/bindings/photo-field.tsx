import { t } from '@lingui/core/macro'
import { Button, FileButton, Input } from '@mantine/core'
import { IconPhotoUp } from '@tabler/icons-react'
import { useId, useState } from 'react'
import { type Photo, photoProblem } from './document-draft.ts'
import classes from './photo-field.module.css'
import { Photograph } from './photograph.tsx'
import { pictureOf } from './picture.ts'

interface PhotoFieldProps {
  readonly photo: Photo | null
  readonly error: string | undefined
  readonly onChoose: (photo: Photo | null) => void
}

/** Takes a picture from a file and shows it. */
export function PhotoField({ photo, error, onChoose }: PhotoFieldProps) {
  const id = useId()
  const [problem, setProblem] = useState<string | null>(null)
  const choose = async (file: File | null) => {
    if (!file) return
    const read = await readPhoto(file)
    setProblem('problem' in read ? read.problem : null)
    onChoose('problem' in read ? null : read)
  }
  const message = problem ?? error
  return (
    <Input.Wrapper label={t`Picture`} labelElement="div">
      {photo && (
        <div className={classes.preview}>
          <Photograph picture={pictureOf(photo.base64)} characters={photo.base64.length} />
        </div>
      )}
      <div className={classes.choose}>
        <FileButton
          accept="image/png,image/jpeg,image/webp,image/gif"
          inputProps={{ 'aria-label': t`Picture file` }}
          onChange={(file) => void choose(file)}
        >
          {(props) => (
            <Button
              {...props}
              variant="default"
              leftSection={<IconPhotoUp size={16} />}
              aria-describedby={id}
            >
              {photo ? t`Choose another…` : t`Choose a file…`}
            </Button>
          )}
        </FileButton>
        <span className={classes.hint}>
          {photo ? photo.name : t`PNG, JPEG, WebP or GIF, up to 5 MB`}
        </span>
      </div>
      <Input.Error id={id} mt={4} role="status">
        {message}
      </Input.Error>
    </Input.Wrapper>
  )
}

async function readPhoto(file: File): Promise<Photo | { readonly problem: string }> {
  const tooLarge = photoProblem(file.size, null)
  if (tooLarge) return { problem: tooLarge }
  try {
    const base64 = await base64Of(file)
    const problem = photoProblem(file.size, base64)
    return problem ? { problem } : { name: file.name, base64 }
  } catch {
    return { problem: t`The file could not be read.` }
  }
}

function base64Of(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''))
    reader.onerror = () => reject(reader.error)
    reader.readAsDataURL(file)
  })
}
